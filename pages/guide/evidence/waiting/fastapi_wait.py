import asyncio

from fastapi import FastAPI

app = FastAPI()


@app.get("/now")
async def now():
    return "ok"


@app.get("/wait/{seconds}")
async def wait(seconds: int):
    await asyncio.sleep(min(seconds, 30))
    return "ok"

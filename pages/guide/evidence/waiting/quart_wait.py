import asyncio

from quart import Quart

app = Quart(__name__)


@app.get("/now")
async def now():
    return "ok"


@app.get("/wait/<int:seconds>")
async def wait(seconds):
    await asyncio.sleep(min(seconds, 30))
    return "ok"

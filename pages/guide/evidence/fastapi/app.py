from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates(Path(__file__).parent / "templates")


@app.get("/hello/{name}", response_class=HTMLResponse)
async def hello(request: Request, name: str):
    return templates.TemplateResponse(request, "hello.html", {"name": name})


@app.get("/api/{name}")
async def api(name: str):
    return {"greeting": "Hello", "name": name}

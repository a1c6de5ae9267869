from quart import Quart, jsonify, render_template

app = Quart(__name__)


@app.get("/hello/<name>")
async def hello(name):
    return await render_template("hello.html", name=name)


@app.get("/api/<name>")
async def api(name):
    return jsonify(greeting="Hello", name=name)

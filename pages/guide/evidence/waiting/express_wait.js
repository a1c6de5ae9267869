const express = require(process.argv[3]);

const app = express();
app.get('/now', (req, res) => res.send('ok'));
app.get('/wait/:seconds', (req, res) => {
  setTimeout(() => res.send('ok'), Math.min(Number(req.params.seconds), 30) * 1000);
});

const server = app.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 });
server.keepAliveTimeout = 600000;

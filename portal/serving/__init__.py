"""One process that serves it all: pages through WSGI, files and sockets on the ASGI side, a worker beside it."""

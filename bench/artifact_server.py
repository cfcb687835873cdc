"""Just enough of Taskcluster's Queue to load one artifact from: what is measured is the way of the bytes.

The shapes are those of https://docs.taskcluster.net/docs/reference/platform/queue/api. A test holds slipway against a
stand-in that is as strict as the services are; this one answers whatever is asked.
"""

import http.server
import json
import os
import threading

TASK = "fN1SbArXTPSVFNUvaOlinQ"
BEFORE, AFTER = "2026-01-01T00:00:00.000Z", "2046-01-01T00:00:00.000Z"
DEFINITION = {
    "provisionerId": "bench", "workerType": "images", "taskQueueId": "bench/images", "schedulerId": "bench-level-3",
    "projectId": "none", "taskGroupId": TASK, "dependencies": [], "requires": "all-completed", "routes": [],
    "priority": "low", "retries": 5, "created": BEFORE, "deadline": AFTER, "expires": AFTER, "scopes": [],
    "payload": {}, "tags": {}, "extra": {},
    "metadata": {"name": "image", "owner": "bench@example.org", "source": "https://example.org", "description": "-"},
}


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/image":
            self.send_response(200)
            self.send_header("Content-Type", "application/zstd")
            self.send_header("Content-Length", str(os.stat(self.server.image).st_size))
            self.end_headers()
            self.wfile.flush()
            with open(self.server.image, "rb") as file:
                self.connection.sendfile(file)
        elif self.path.endswith("image.tar.zst"):
            self.answer(200, {"storageType": "s3", "url": f"{self.server.address}/image"})
        elif self.path.endswith(f"/task/{TASK}"):
            self.answer(200, DEFINITION)
        else:
            self.answer(404, {"code": "ResourceNotFound", "message": "not here", "requestInfo": {}})


class ArtifactServer:
    """Serves one image while it is open: `with ArtifactServer(file) as server: server.address`."""

    def __init__(self, image):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._server.image = str(image)
        self.address = self._server.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *problem):
        self._server.shutdown()
        self._server.server_close()

"""A line to PostgreSQL that can be cut right after COMMIT was delivered: the answer never comes back.

The proxy stands between Django and the server on a Unix socket of its own. Armed, it lets the next COMMIT through,
waits until the server has answered it, and hangs up on the program without telling.
"""

import contextlib
import shutil
import socket
import tempfile
import threading
from pathlib import Path

from django.db import connection

COMMIT = b"COMMIT"


class CutLine:
    """`cuts` counts how many answers were lost."""

    def __init__(self, server: str):
        self.server, self.armed, self.cuts = server, False, 0
        self.folder = tempfile.mkdtemp(prefix="cut-")
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(Path(self.folder) / ".s.PGSQL.5432"))
        self.listening.listen(8)
        self.accepting = threading.Thread(target=self._accept, daemon=True)
        self.accepting.start()

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.accepting.join(5)
        shutil.rmtree(self.folder)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                program, _ = self.listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.server)
                threading.Thread(target=self._talk, args=(program, server), daemon=True).start()

    def _talk(self, program, server):
        """What the program says goes on; what the server answers comes back on another thread."""
        lost = threading.Event()
        back = threading.Thread(target=self._answers, args=(program, server, lost), daemon=True)
        back.start()
        with contextlib.suppress(OSError):
            while said := program.recv(65536):
                if self.armed and COMMIT in said:
                    self.armed = False
                    lost.set()
                server.sendall(said)
        server.close()

    def _answers(self, program, server, lost):
        with contextlib.suppress(OSError):
            while answer := server.recv(65536):
                if lost.is_set():
                    self.cuts += 1
                    break
                program.sendall(answer)
        with contextlib.suppress(OSError):
            program.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cut_line():
    """Django's connection of this thread goes through the proxy inside the `with`."""
    plain = connection.settings_dict
    server = Path(plain["HOST"]) / f".s.PGSQL.{plain['PORT'] or 5432}"
    line = CutLine(str(server))
    connection.close()
    connection.settings_dict = {**plain, "HOST": line.folder}
    try:
        yield line
    finally:
        connection.close()
        connection.settings_dict = plain
        line.close()

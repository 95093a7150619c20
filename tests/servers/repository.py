"""A collection on GitHub: its files, the listing of them, and all of them as one archive, each with an ETag that follows the content."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping


class Repository:
    """Files by path. `put` and `drop` change the ETags, as a push does."""

    def __init__(self, name: str, files: Mapping[str, bytes]) -> None:
        self.name = name
        self.files = dict(files)
        self._made: dict[str, tuple[str, bytes]] = {}

    def put(self, path: str, data: bytes) -> None:
        """Put a file there, or another content."""
        self.files[path] = data
        self._made.clear()

    def drop(self, path: str) -> None:
        """Take a file away."""
        del self.files[path]
        self._made.clear()

    @property
    def commit(self) -> str:
        """What stands for the SHA-1 of its last commit."""
        said = "".join(f"{path} {blob(data)}\n" for path, data in sorted(self.files.items()))
        return hashlib.sha1(said.encode()).hexdigest()

    def _once(self, what: str) -> tuple[str, bytes]:
        if what not in self._made:
            data = self._listing() if what == "listing" else self._archive()
            self._made[what] = (f'W/"{hashlib.sha256(data).hexdigest()}"', data)
        return self._made[what]

    def listing(self) -> tuple[str, bytes]:
        """ETag and JSON of the whole tree, as `git/trees/main?recursive=1` gives it."""
        return self._once("listing")

    def archive(self) -> tuple[str, bytes]:
        """ETag and bytes of the tar.gz of all files, under one folder NAME-main."""
        return self._once("archive")

    def _listing(self) -> bytes:
        folders = {"/".join(path.split("/")[:n]) for path in self.files for n in range(1, path.count("/") + 1)}
        api = f"https://api.github.com/repos/UNxml/{self.name}/git"
        tree: list[dict[str, object]] = []
        for path in sorted(folders | self.files.keys()):
            if path in folders:
                sha = hashlib.sha1(path.encode()).hexdigest()
                tree.append({"path": path, "mode": "040000", "type": "tree", "sha": sha, "url": f"{api}/trees/{sha}"})
            else:
                sha, size = blob(self.files[path]), len(self.files[path])
                tree.append({"path": path, "mode": "100644", "type": "blob", "sha": sha, "size": size, "url": f"{api}/blobs/{sha}"})
        head = {"sha": self.commit, "url": f"{api}/trees/{self.commit}", "tree": tree, "truncated": False}
        return json.dumps(head, separators=(",", ":")).encode()

    def _archive(self) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": self.commit}) as packed:
            for folder in sorted({"/".join(path.split("/")[:n]) for path in self.files for n in range(path.count("/") + 1)}):
                member = tarfile.TarInfo(f"{self.name}-main/{folder}".rstrip("/"))
                member.type, member.mode = tarfile.DIRTYPE, 0o775
                packed.addfile(member)
            for path, data in sorted(self.files.items()):
                member = tarfile.TarInfo(f"{self.name}-main/{path}")
                member.size, member.mode = len(data), 0o664
                packed.addfile(member, io.BytesIO(data))
        return gzip.compress(out.getvalue(), 6, mtime=0)


def blob(data: bytes) -> str:
    """The SHA-1 that git gives a file."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()

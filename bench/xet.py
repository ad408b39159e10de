"""Uploads and downloads by Xet beside those by LFS: processor time of the hub, and seconds at the client.

xet.py ROOT GIB: ROOT is the checkout, GIB the size of the files (1 is what the limits are meant for).
"""
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT, SIZE = sys.argv[1], int(float(sys.argv[2]) * (1 << 30))
TICKS = os.sysconf("SC_CLK_TCK")
PIECE = 1 << 20
HF = os.path.join(os.path.dirname(sys.executable), "hf")


class Hub:
    """The packed jar as a process, with 256 MiB of heap."""

    def __init__(self, data):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.data, self.url = data, f"http://localhost:{self.port}"
        self.env = dict(os.environ, SLIPWAY_DATA=data, SLIPWAY_PUBLIC_URL=self.url, SLIPWAY_JAVA_OPTS="-Xmx256m",
                        SLIPWAY_DRAIN_SECONDS="0")
        self.slipway("--version")
        self.process = subprocess.Popen([f"{ROOT}/slipway", "serve", "--port", str(self.port)], env=self.env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                urllib.request.urlopen(self.url + "/readyz").read()
                break
            except OSError:
                time.sleep(0.1)
        self.slipway("user", "add", "bench", "--email", "bench@example.org")
        self.token = self.slipway("token", "create", "bench", "--name", "bench", "--role", "write").strip()

    def slipway(self, *arguments):
        return subprocess.run([f"{ROOT}/slipway", *arguments], env=self.env, check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True).stdout

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_mib(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024

    def stored(self, folder):
        top = os.path.join(self.data, "blobs", folder)
        return sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(top) for f in fs)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Client:
    """hf in a home of its own: nothing is remembered from one client to the next."""

    def __init__(self, hub, folder, xet):
        self.home = tempfile.mkdtemp(dir=folder)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
        self.env.update(HF_ENDPOINT=hub.url, HF_TOKEN=hub.token, HF_HOME=self.home)
        if not xet:
            self.env["HF_HUB_DISABLE_XET"] = "1"

    def run(self, *arguments):
        subprocess.run([HF, *arguments], env=self.env, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def forget(self):
        shutil.rmtree(self.home)


def measured(hub, work):
    cpu, begun = hub.cpu(), time.monotonic()
    work()
    return hub.cpu() - cpu, time.monotonic() - begun


def random_file(path):
    with open(path, "wb") as out:
        for _ in range(SIZE // PIECE):
            out.write(os.urandom(PIECE))


def weights(path):
    """Half-precision numbers around zero: every second byte has few values."""
    table = bytes(0x30 | (b & 0x8B) for b in range(256))
    with open(path, "wb") as out:
        for _ in range(SIZE // PIECE):
            piece = bytearray(os.urandom(PIECE))
            piece[1::2] = piece[1::2].translate(table)
            out.write(piece)


def change(path):
    """One part in a hundred in the middle."""
    with open(path, "r+b") as file:
        file.seek(SIZE // 2)
        file.write(os.urandom(SIZE // 100))


def compare(hub, folder, name, make, rows):
    path = os.path.join(folder, f"{name}.safetensors")
    make(path)
    figures = {}
    for way in ("lfs", "xet"):
        client = Client(hub, folder, way == "xet")
        repo = f"bench/{way}-{name}"
        up = measured(hub, lambda: client.run("upload", repo, path))
        target = os.path.join(client.home, "down")
        down = measured(hub, lambda: client.run("download", repo, "--local-dir", target))
        same = subprocess.run(["cmp", "-s", path, os.path.join(target, os.path.basename(path))]).returncode == 0
        if not same:
            sys.exit(f"{name} came back changed by {way}")
        client.forget()
        figures[way] = (*up, *down)
    lfs, xet = figures["lfs"], figures["xet"]
    rows.append((f"{name}: up, processor time of the hub, LFS / Xet", f"{lfs[0]:.1f} s / {xet[0]:.1f} s", None))
    rows.append((f"{name}: the same as a ratio", xet[0] / lfs[0], ("<=", 2.5)))
    rows.append((f"{name}: up, seconds at the client, LFS / Xet", f"{lfs[1]:.1f} s / {xet[1]:.1f} s", None))
    rows.append((f"{name}: down, seconds at the client, LFS / Xet", f"{lfs[3]:.1f} s / {xet[3]:.1f} s", None))
    rows.append((f"{name}: speed of the download, Xet to LFS", lfs[3] / xet[3], (">=", 0.8)))
    again(hub, folder, name, path, rows)
    os.remove(path)


def again(hub, folder, name, path, rows):
    change(path)
    before = hub.stored("xorbs")
    client = Client(hub, folder, True)
    client.run("upload", f"bench/xet-{name}", path)
    client.forget()
    rows.append((f"{name}: 1 % changed, stored anew, part of the file", (hub.stored("xorbs") - before) / SIZE,
                 ("<=", 0.05)))


def main():
    rows = []
    folder = tempfile.mkdtemp(prefix="slipway-bench-")
    hub = Hub(os.path.join(folder, "data"))
    try:
        compare(hub, folder, "random", random_file, rows)
        compare(hub, folder, "weights", weights, rows)
        rows.append(("resident memory of the hub at its highest, 256 MiB of heap", f"{hub.peak_mib():.0f} MiB", None))
    finally:
        hub.stop()
        shutil.rmtree(folder)
    over = False
    print("| | measured | limit |\n|---|---|---|")
    for what, value, limit in rows:
        shown = value if isinstance(value, str) else f"{value:.3f}"
        print(f"| {what} | {shown} | {' '.join(map(str, limit)) if limit else ''} |")
        if limit:
            factor = value / limit[1] if limit[0] == "<=" else limit[1] / value
            over |= factor > 2
    sys.exit(1 if over else 0)


main()

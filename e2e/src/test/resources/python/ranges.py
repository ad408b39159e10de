"""Reads here and there in a file that is stored in chunks, and the header of a safetensors file."""
import hashlib
import json
import os
import random
import sys

from huggingface_hub import HfFileSystem

repo, folder = sys.argv[1:]
fs = HfFileSystem(token=os.environ["HF_TOKEN"])
with open(os.path.join(folder, "random.bin"), "rb") as f:
    data = f.read()
assert fs.info(f"{repo}/random.bin")["size"] == len(data)
random.seed(3)
with fs.open(f"{repo}/random.bin", "rb", block_size=64 * 1024, cache_type="none") as f:
    for _ in range(40):
        start = random.randrange(len(data))
        size = random.choice([1, 100, 131_072, 400_000])
        f.seek(start)
        assert f.read(size) == data[start:start + size], (start, size)
assert fs.cat_file(f"{repo}/random.bin", start=65_535, end=65_537) == data[65_535:65_537]
assert fs.cat_file(f"{repo}/random.bin", start=-10) == data[-10:]
with fs.open(f"{repo}/random.bin", "rb") as f:
    assert hashlib.sha256(f.read()).digest() == hashlib.sha256(data).digest()

with fs.open(f"{repo}/half.safetensors", "rb", cache_type="none") as f:
    length = int.from_bytes(f.read(8), "little")
    header = json.loads(f.read(length))
    begin, end = header["w"]["data_offsets"]
    f.seek(8 + length + end - 6)
    tail = f.read()
with open(os.path.join(folder, "half.safetensors"), "rb") as f:
    local = f.read()
assert tail == local[-6:] and len(local) == 8 + length + end

with fs.open(f"{repo}/written.bin", "wb") as f:
    f.write(data[:3_000_000])
assert fs.cat_file(f"{repo}/written.bin") == data[:3_000_000]
print("all of it")

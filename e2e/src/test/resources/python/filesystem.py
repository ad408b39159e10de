"""HfFileSystem reads anywhere in a file, and lists of repositories find what is there."""
import os

from huggingface_hub import HfApi, HfFileSystem

api = HfApi(token=os.environ["TOKEN"])
api.create_repo("alice/fs", repo_type="dataset")
data = os.urandom(3_000_000)
api.upload_file(path_or_fileobj=data, path_in_repo="data/train.parquet", repo_id="alice/fs", repo_type="dataset")
fs = HfFileSystem(token=os.environ["TOKEN"])
assert fs.ls("datasets/alice/fs/data", detail=False) == ["datasets/alice/fs/data/train.parquet"]
assert fs.info("datasets/alice/fs/data/train.parquet")["size"] == len(data)
with fs.open("datasets/alice/fs/data/train.parquet", "rb", block_size=4096) as f:
    for at in (0, 1_234_567, len(data) - 10):
        f.seek(at)
        assert f.read(10) == data[at:at + 10], at
    assert f.read() == b""
assert fs.cat_file("datasets/alice/fs/data/train.parquet", start=5, end=25) == data[5:25]
assert fs.glob("datasets/alice/fs/**/*.parquet") == ["datasets/alice/fs/data/train.parquet"]
with fs.open("datasets/alice/fs/new.txt", "w") as f:
    f.write("written")
assert fs.read_text("datasets/alice/fs/new.txt") == "written"

for i in range(3):
    api.create_repo(f"alice/listed-{i}", private=i == 2)
assert {m.id for m in api.list_models(author="alice")} >= {"alice/listed-0", "alice/listed-1", "alice/listed-2"}
public = {m.id for m in HfApi(token=False).list_models(search="listed")}
assert public == {"alice/listed-0", "alice/listed-1"}, public
assert [d.id for d in api.list_datasets(author="alice")] == ["alice/fs"]
assert len(list(api.list_models(limit=1))) == 1
print("all of it")

"""Lists and deletes large files, copies them between repositories, duplicates repositories; each step asserts what it sees."""
import os
import subprocess

from huggingface_hub import CommitOperationAdd, CommitOperationCopy, HfApi
from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, RepositoryNotFoundError

alice = HfApi(token=os.environ["ALICE"])
bob = HfApi(token=os.environ["BOB"])
origin = "alice/origin"


def raises(error, call):
    try:
        call()
    except error as e:
        return e
    raise AssertionError(f"{call} raised nothing")


def read(api, repo, name, **more):
    return open(api.hf_hub_download(repo, name, force_download=True, **more), "rb").read()


weights, secret, tokens = os.urandom(3_000_000), os.urandom(2_000_000), os.urandom(1_000_000)
alice.create_repo(origin)
alice.create_commit(
    origin,
    commit_message="Weights",
    operations=[
        CommitOperationAdd("model.safetensors", weights),
        CommitOperationAdd("checkpoints/secret.bin", secret),
        CommitOperationAdd("checkpoints/tokens.bin", tokens),
        CommitOperationAdd("config.json", b'{"a": 1}'),
    ],
)
alice.create_tag(origin, tag="v1", tag_message="first")
alice.upload_file(repo_id=origin, path_or_fileobj=b"text", path_in_repo="README.md")
paths = {e.path: e for e in alice.list_repo_tree(origin, recursive=True)}
assert paths["model.safetensors"].xet_hash, paths["model.safetensors"]

# the large files that are there
listed = {f.filename: f for f in alice.list_lfs_files(origin)}
assert set(listed) == {"model.safetensors", "checkpoints/secret.bin", "checkpoints/tokens.bin"}, listed
file = listed["checkpoints/secret.bin"]
assert file.size == len(secret) and file.ref == "refs/heads/main" and file.pushed_at.year >= 2024, file
assert file.file_oid == paths["checkpoints/secret.bin"].lfs.sha256
assert raises(HfHubHTTPError, lambda: list(bob.list_lfs_files(origin))).response.status_code == 403

# files of another repository
bob.create_repo("bob/derived", repo_type="dataset")
into = {"repo_id": "bob/derived", "repo_type": "dataset"}
bob.create_commit(
    commit_message="Copy",
    operations=[
        CommitOperationCopy("model.safetensors", "copied/model.bin", src_repo_id=origin, src_repo_type="model"),
        CommitOperationCopy("config.json", "config.json", src_repo_id=origin, src_repo_type="model", src_revision="v1"),
    ],
    **into,
)
assert read(bob, "bob/derived", "copied/model.bin", repo_type="dataset") == weights
assert read(bob, "bob/derived", "config.json", repo_type="dataset") == b'{"a": 1}'
alice.create_repo("alice/hidden", private=True)
alice.upload_file(repo_id="alice/hidden", path_or_fileobj=secret, path_in_repo="secret.bin")
raises(
    RepositoryNotFoundError,
    lambda: bob.create_commit(
        commit_message="Steal",
        operations=[CommitOperationCopy("secret.bin", "s", src_repo_id="alice/hidden", src_repo_type="model")],
        **into,
    ),
)

# whole repositories
url = bob.duplicate_repo(origin)
assert url.repo_id == "bob/origin" and not url.files_copy_pending, url
assert [c.commit_id for c in bob.list_repo_commits("bob/origin")] == [c.commit_id for c in alice.list_repo_commits(origin)]
assert [t.name for t in bob.list_repo_refs("bob/origin").tags] == ["v1"]
assert read(bob, "bob/origin", "checkpoints/secret.bin") == secret
assert raises(HfHubHTTPError, lambda: bob.duplicate_repo(origin)).response.status_code == 409
assert bob.duplicate_repo(origin, exist_ok=True).repo_id == "bob/origin"
assert not bob.repo_info("bob/origin").private
assert bob.duplicate_repo(origin, "bob/closed", private=True).repo_id == "bob/closed"
assert bob.repo_info("bob/closed").private
raises(RepositoryNotFoundError, lambda: bob.duplicate_repo("alice/hidden"))
alice.create_repo("alice/app", repo_type="space", space_sdk="static")
space = bob.duplicate_repo("alice/app", repo_type="space", space_hardware="cpu-basic", space_secrets=[{"key": "A", "value": "b"}])
assert space.repo_id == "bob/app" and bob.space_info("bob/app").sdk == "static"
bob.upload_file(repo_id="bob/origin", path_or_fileobj=os.urandom(100_000), path_in_repo="more.bin")

# files that go for good, out of every commit
before = alice.repo_info(origin).sha
alice.permanently_delete_lfs_files(
    origin, (f for f in alice.list_lfs_files(origin) if f.filename.startswith("checkpoints/secret"))
)
for commit in alice.list_repo_commits(origin):
    assert "checkpoints/secret.bin" not in alice.list_repo_files(origin, revision=commit.commit_id)
assert "checkpoints/secret.bin" not in alice.list_repo_files(origin, revision="v1")
assert alice.repo_info(origin).sha != before
assert [c.title for c in alice.list_repo_commits(origin)][:2] == ["Upload README.md with huggingface_hub", "Weights"]
raises(EntryNotFoundError, lambda: read(alice, origin, "checkpoints/secret.bin"))
assert read(alice, origin, "model.safetensors") == weights
assert read(bob, "bob/origin", "checkpoints/secret.bin") == secret

# or only their content, which may come back
alice.permanently_delete_lfs_files(
    origin, [f for f in alice.list_lfs_files(origin) if f.filename.endswith("tokens.bin")], rewrite_history=False
)
assert "checkpoints/tokens.bin" in alice.list_repo_files(origin)
raises(EntryNotFoundError, lambda: read(alice, origin, "checkpoints/tokens.bin"))
alice.upload_file(repo_id=origin, path_or_fileobj=tokens, path_in_repo="checkpoints/tokens.bin")
assert read(alice, origin, "checkpoints/tokens.bin") == tokens
assert {f.filename for f in alice.list_lfs_files(origin)} == {"model.safetensors", "checkpoints/tokens.bin"}

# the same from the command line
done = subprocess.run(
    ["hf", "repos", "duplicate", origin, "bob/by-command", "--private"],
    env={**os.environ, "HF_TOKEN": os.environ["BOB"]}, capture_output=True, text=True,
)
assert done.returncode == 0 and "bob/by-command" in done.stdout, done
assert bob.repo_info("bob/by-command").private
assert read(bob, "bob/by-command", "model.safetensors") == weights
print("all of it")

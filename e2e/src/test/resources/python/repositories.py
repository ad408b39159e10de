"""Creates, changes, lists, moves and deletes repositories with HfApi; each step asserts what it sees."""
import io
import os
import sys

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
from huggingface_hub.errors import (
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

api = HfApi(token=os.environ["TOKEN"])
kind = sys.argv[1]
repo = f"alice/{kind}-everything"
where = {"repo_id": repo, "repo_type": kind}


def raises(error, call):
    try:
        call()
    except error as e:
        return e
    raise AssertionError(f"{call} raised nothing")


me = api.whoami()
assert me["name"] == "alice" and me["type"] == "user" and me["auth"]["accessToken"]["role"] == "write"
assert [org["name"] for org in me["orgs"]] == ["acme"], me["orgs"]

# create
more = {"space_sdk": "static"} if kind == "space" else {}
url = api.create_repo(repo, repo_type=kind, private=True, **more)
assert url.repo_id == repo and url.repo_type == kind, url
assert api.create_repo(repo, repo_type=kind, exist_ok=True, **more).repo_id == repo
assert raises(HfHubHTTPError, lambda: api.create_repo(repo, repo_type=kind, **more)).response.status_code == 409
assert api.repo_exists(**where)
assert not api.repo_exists("alice/nothing", repo_type=kind)
assert not HfApi(token=False).repo_exists(**where)
raises(RepositoryNotFoundError, lambda: HfApi(token=False).repo_info(**where))

# the first commit
first = api.list_repo_commits(**where)
assert [c.title for c in first] == ["initial commit"], first
assert ".gitattributes" in api.list_repo_files(**where)

# files with names that hurt
names = ["a b.txt", "c#d.txt", "e%20f.txt", "g+h.txt", "äöü/naïve 文.txt", "deep/er/est/x.json", "empty.txt"]
content = {name: (name * 3).encode() for name in names}
content["empty.txt"] = b""
big = os.urandom(200_000)
operations = [CommitOperationAdd(name, io.BytesIO(data)) for name, data in content.items()]
operations.append(CommitOperationAdd("weights/model.safetensors", io.BytesIO(big)))
done = api.create_commit(operations=operations, commit_message="Names", commit_description="that hurt", **where)
assert done.oid and done.commit_url.endswith(done.oid)
for name, data in list(content.items()) + [("weights/model.safetensors", big)]:
    path = api.hf_hub_download(filename=name, **where)
    assert open(path, "rb").read() == data, name
    assert api.file_exists(filename=name, **where), name
assert not api.file_exists(filename="nothing", **where)

# trees
entries = {e.path: e for e in api.list_repo_tree(recursive=True, expand=True, **where)}
assert entries["weights/model.safetensors"].lfs.size == len(big)
assert entries["a b.txt"].size == len(content["a b.txt"]) and entries["a b.txt"].lfs is None
assert entries["a b.txt"].last_commit.title == "Names"
assert type(entries["deep/er"]).__name__ == "RepoFolder"
top = {e.path for e in api.list_repo_tree(**where)}
assert "deep" in top and "deep/er" not in top
assert {e.path for e in api.list_repo_tree(path_in_repo="deep/er", **where)} == {"deep/er/est"}
infos = api.get_paths_info(paths=["g+h.txt", "weights", "nothing"], expand=True, **where)
assert {i.path for i in infos} == {"g+h.txt", "weights"}, infos

# information
info = api.repo_info(files_metadata=True, **where)
assert info.sha == done.oid and info.private and info.id == repo
sizes = {s.rfilename: s.size for s in info.siblings}
assert sizes["weights/model.safetensors"] == len(big) and sizes["empty.txt"] == 0
assert api.repo_info(revision=done.oid, **where).sha == done.oid
raises(RevisionNotFoundError, lambda: api.repo_info(revision="nothing", **where))

# branches and tags
api.create_branch(branch="feature/x", **where)
assert raises(HfHubHTTPError, lambda: api.create_branch(branch="feature/x", **where)).response.status_code == 409
api.create_branch(branch="feature/x", exist_ok=True, **where)
api.create_tag(tag="v1.0", tag_message="first", **where)
api.create_tag(tag="start", revision=first[0].commit_id, **where)
refs = api.list_repo_refs(**where)
assert {b.name for b in refs.branches} == {"main", "feature/x"}
assert {t.name: t.target_commit for t in refs.tags}["start"] == first[0].commit_id
api.upload_file(path_or_fileobj=b"on a branch", path_in_repo="b.txt", revision="feature/x", **where)
assert not api.file_exists(filename="b.txt", **where)
assert open(api.hf_hub_download(filename="b.txt", revision="feature/x", **where)).read() == "on a branch"
api.delete_branch(branch="feature/x", **where)
api.delete_tag(tag="v1.0", **where)
assert [t.name for t in api.list_repo_refs(**where).tags] == ["start"]

# deletions
api.create_commit(
    operations=[CommitOperationDelete("deep/", is_folder=True), CommitOperationDelete("a b.txt")],
    commit_message="Less", **where)
left = api.list_repo_files(**where)
assert "a b.txt" not in left and not [f for f in left if f.startswith("deep/")]
e = raises(HfHubHTTPError, lambda: api.delete_file("a b.txt", **where))
assert e.response.status_code == 404

# a stale parent
tip = api.repo_info(**where).sha
api.upload_file(path_or_fileobj=b"1", path_in_repo="n.txt", **where)
stale = raises(HfHubHTTPError, lambda: api.create_commit(
    operations=[CommitOperationAdd("n.txt", b"2")], commit_message="Late", parent_commit=tip, **where))
assert stale.response.status_code == 412, stale.response.status_code

# history
titles = [c.title for c in api.list_repo_commits(**where)]
assert titles[-1] == "initial commit" and "Names" in titles and len(titles) == 4, titles
assert api.list_repo_commits(**where)[0].authors == ["alice"]
api.super_squash_history(**where)
assert len(api.list_repo_commits(**where)) == 1
assert open(api.hf_hub_download(filename="n.txt", **where)).read() == "1"

# settings, moving, deleting
api.update_repo_settings(private=False, **where)
assert HfApi(token=False).repo_exists(**where)
api.auth_check(**where)
moved = f"acme/{kind}-moved"
api.move_repo(from_id=repo, to_id=moved, repo_type=kind)
assert api.repo_info(moved, repo_type=kind).id == moved
assert api.repo_info(**where).id == moved
assert open(api.hf_hub_download(filename="n.txt", force_download=True, **where)).read() == "1"
api.delete_repo(moved, repo_type=kind)
assert not api.repo_exists(moved, repo_type=kind)
api.delete_repo(moved, repo_type=kind, missing_ok=True)
raises(RepositoryNotFoundError, lambda: api.delete_repo(moved, repo_type=kind))
print("all of it")

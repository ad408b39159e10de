"""Each refusal raises the exception that the Hub's own answer raises."""
import os
import tempfile

from huggingface_hub import HfApi, hf_hub_download, snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

alice = HfApi(token=os.environ["ALICE"])
bob = HfApi(token=os.environ["BOB"])
nobody = HfApi(token=False)


def raises(error, call):
    try:
        call()
    except error as e:
        assert type(e) is error, type(e)
        return e
    raise AssertionError("raised nothing")


alice.create_repo("alice/open")
alice.upload_file(path_or_fileobj=b"{}", path_in_repo="config.json", repo_id="alice/open")
alice.create_repo("alice/secret", private=True)
alice.create_repo("alice/gated")
alice.upload_file(path_or_fileobj=b"{}", path_in_repo="config.json", repo_id="alice/gated")
alice.upload_file(path_or_fileobj=b"# card", path_in_repo="README.md", repo_id="alice/gated")
alice.update_repo_settings("alice/gated", gated="manual")

for reader in (bob, nobody):
    raises(RepositoryNotFoundError, lambda: reader.hf_hub_download("alice/secret", "config.json"))
    raises(RepositoryNotFoundError, lambda: reader.hf_hub_download("alice/none", "config.json"))
    raises(RepositoryNotFoundError, lambda: reader.model_info("alice/secret"))
    raises(RevisionNotFoundError, lambda: reader.hf_hub_download("alice/open", "config.json", revision="v9"))
    raises(RemoteEntryNotFoundError, lambda: reader.hf_hub_download("alice/open", "none.json"))
    raises(GatedRepoError, lambda: reader.hf_hub_download("alice/gated", "config.json"))
    raises(GatedRepoError, lambda: reader.auth_check("alice/gated"))
    assert reader.model_info("alice/gated").gated == "manual"
    assert open(reader.hf_hub_download("alice/gated", "README.md")).read() == "# card"
raises(RevisionNotFoundError, lambda: snapshot_download("alice/open", revision="v9", token=False))
assert raises(HfHubHTTPError, lambda: HfApi(token="hf_wrong").whoami()).response.status_code == 401
assert raises(HfHubHTTPError, lambda: bob.upload_file(
    path_or_fileobj=b"x", path_in_repo="x", repo_id="alice/open")).response.status_code == 403

# the gate: granted, taken back, asked for, rejected, accepted
alice.grant_access("alice/gated", "bob")
assert open(bob.hf_hub_download("alice/gated", "config.json")).read() == "{}"
assert [r.username for r in alice.list_accepted_access_requests("alice/gated")] == ["bob"]
alice.reject_access_request("alice/gated", "bob", rejection_reason="because")
raises(GatedRepoError, lambda: bob.hf_hub_download("alice/gated", "config.json", cache_dir=tempfile.mkdtemp()))
alice.cancel_access_request("alice/gated", "bob")
if hasattr(next(alice.list_pending_access_requests("alice/gated")), "request_id"):
    request = next(alice.list_pending_access_requests("alice/gated")).request_id
    alice.accept_access_request("alice/gated", request_id=request)
    raises(HfHubHTTPError, lambda: alice.accept_access_request("alice/gated", request_id="0" * 24))
    alice.cancel_access_request("alice/gated", request_id=request)
assert [r.username for r in alice.list_pending_access_requests("alice/gated")] == ["bob"]
alice.accept_access_request("alice/gated", "bob")
assert open(bob.hf_hub_download("alice/gated", "config.json", cache_dir=tempfile.mkdtemp())).read() == "{}"
assert not list(alice.list_rejected_access_requests("alice/gated"))
print("all of it")

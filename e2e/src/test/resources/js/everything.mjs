// Creates, uploads, lists, downloads and deletes with @huggingface/hub; each step asserts what it sees.
import assert from "node:assert/strict";
import {
  commit, countCommits, createBranch, createRepo, deleteBranch, deleteFile, deleteRepo, downloadFile,
  fileDownloadInfo, fileExists, listCommits, listFiles, listModels, modelInfo, datasetInfo, pathsInfo,
  repoExists, uploadFile, uploadFiles, whoAmI,
} from "@huggingface/hub";

const hubUrl = process.env.HF_ENDPOINT;
const accessToken = process.env.TOKEN;
const bytes = (size, seed) => Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 17) & 0xff);
const me = await whoAmI({ accessToken, hubUrl });
assert.equal(me.name, "alice");

for (const type of ["model", "dataset"]) {
  const repo = { type, name: `alice/js-${type}` };
  const at = { repo, accessToken, hubUrl };
  assert.equal(await repoExists(at), false);
  const created = await createRepo({ ...at, private: true, license: "mit" });
  assert.equal(created.repoUrl, `${hubUrl}/${type === "model" ? "" : "datasets/"}alice/js-${type}`);
  assert.equal(await repoExists(at), true);
  assert.equal(await repoExists({ repo, hubUrl }), false);

  await uploadFile({ ...at, file: { path: "a folder/small.json", content: new Blob(['{"a":1}']) } });
  await uploadFiles({
    ...at,
    useXet: false,
    files: [
      { path: "weights.bin", content: new Blob([bytes(300_000, 1)]) },
      { path: "empty.txt", content: new Blob([]) },
      { path: "notes.txt", content: new Blob(["notes"]) },
    ],
  });

  const files = [];
  for await (const file of listFiles({ ...at, recursive: true, expand: true })) files.push(file);
  const byPath = Object.fromEntries(files.map((file) => [file.path, file]));
  assert.equal(byPath["weights.bin"].size, 300_000);
  assert.equal(byPath["weights.bin"].lfs.size, 300_000);
  assert.equal(byPath["a folder"].type, "directory");

  const weights = await downloadFile({ ...at, path: "weights.bin" });
  assert.deepEqual(new Uint8Array(await weights.arrayBuffer()), bytes(300_000, 1));
  const part = (await downloadFile({ ...at, path: "weights.bin" })).slice(1000, 1010);
  assert.deepEqual(new Uint8Array(await part.arrayBuffer()), bytes(300_000, 1).slice(1000, 1010));
  assert.equal(await (await downloadFile({ ...at, path: "a folder/small.json" })).text(), '{"a":1}');
  const pointer = await downloadFile({ ...at, path: "weights.bin", raw: true });
  assert.match(await pointer.text(), /^version https:\/\/git-lfs/);
  assert.equal((await fileDownloadInfo({ ...at, path: "empty.txt" })).size, 0);
  assert.equal(await downloadFile({ ...at, path: "nothing" }), null);
  assert.equal(await fileExists({ ...at, path: "notes.txt" }), true);
  assert.equal(await fileExists({ ...at, path: "nothing" }), false);
  const infos = await pathsInfo({ ...at, paths: ["notes.txt", "nothing"] });
  assert.deepEqual(infos.map((info) => info.path), ["notes.txt"]);

  const info = await (type === "model" ? modelInfo : datasetInfo)({ name: repo.name, accessToken, hubUrl });
  assert.equal(info.private, true);
  assert.match(info.id, /^[0-9a-f]{24}$/);

  await createBranch({ ...at, branch: "feature/y" });
  await commit({
    ...at,
    branch: "feature/y",
    title: "On a branch",
    operations: [
      { operation: "addOrUpdate", path: "branch.txt", content: new Blob(["b"]) },
      { operation: "delete", path: "notes.txt" },
    ],
  });
  assert.equal(await fileExists({ ...at, path: "branch.txt", revision: "feature/y" }), true);
  assert.equal(await fileExists({ ...at, path: "branch.txt" }), false);
  const branchFiles = [];
  for await (const file of listFiles({ ...at, revision: "feature/y" })) branchFiles.push(file.path);
  assert.ok(branchFiles.includes("branch.txt") && !branchFiles.includes("notes.txt"));
  await deleteBranch({ ...at, branch: "feature/y" });

  await deleteFile({ ...at, path: "notes.txt" });
  assert.equal(await fileExists({ ...at, path: "notes.txt" }), false);
  const commits = [];
  for await (const one of listCommits(at)) commits.push(one.title);
  assert.equal(commits.at(-1), "initial commit");
  assert.equal(await countCommits({ ...at, revision: "main" }), commits.length);
  if (type === "model") {
    const mine = [];
    for await (const model of listModels({ search: { owner: "alice" }, accessToken, hubUrl })) mine.push(model.name);
    assert.ok(mine.includes(repo.name));
  }
  await deleteRepo(at);
  assert.equal(await repoExists(at), false);
}
console.log("all of it");

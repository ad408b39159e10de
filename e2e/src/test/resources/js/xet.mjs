// Reads what others uploaded, and uploads for others; large files in chunks, as this client does by default.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { downloadFile, fileDownloadInfo, listFiles, uploadFiles } from "@huggingface/hub";

const [direction, repo, folder, ...names] = process.argv.slice(2);
const at = { repo, accessToken: process.env.TOKEN, hubUrl: process.env.HF_ENDPOINT };

if (direction === "up") {
  const files = names.map((path) => ({ path, content: pathToFileURL(`${folder}/${path}`) }));
  await uploadFiles({ ...at, files });
  const listed = [];
  for await (const file of listFiles(at)) listed.push(file);
  for (const name of names) assert.match(listed.find((file) => file.path === name).xetHash, /^[0-9a-f]{64}$/);
} else {
  for (const path of names) {
    const info = await fileDownloadInfo({ ...at, path });
    if (direction === "down") assert.ok(info.xet, `${path} is in chunks`);
    const blob = await downloadFile({ ...at, path });
    writeFileSync(`${folder}/${path}`, new Uint8Array(await blob.arrayBuffer()));
    const all = readFileSync(`${folder}/${path}`);
    const middle = Math.floor(all.length / 2);
    const part = (await downloadFile({ ...at, path })).slice(middle - 70_000, middle + 70_000);
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), all.subarray(middle - 70_000, middle + 70_000));
  }
}
console.log("all of it");

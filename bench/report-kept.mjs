// node --expose-gc report-kept.mjs <folder>: prints what is in use after a collection, in bytes, as JSON. `replayed`: when
// the last migration was replayed, which is when a run holds most. `reported`: at its end, with the report still held.
// The peak of a process says less: V8 lets garbage pile up while memory is there.
import { lint } from '../dist/index.js';

function inUse() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [folder] = process.argv.slice(2);
let replayed = 0;
const report = await lint({
  paths: [folder],
  configFile: false,
  onProgress({ done, total }) {
    if (done === total) replayed = inUse();
  },
});
// What only the last turn held is free in the next one.
await new Promise((resolve) => setTimeout(resolve, 0));
process.stdout.write(JSON.stringify({ replayed, reported: inUse(), files: report.files.length }));

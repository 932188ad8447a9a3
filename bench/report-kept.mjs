// node --expose-gc report-kept.mjs <folder>: prints the bytes that are in use when the last migration was replayed, after
// a collection. The peak of a process says less: V8 lets garbage pile up while memory is there.
import { lint } from '../dist/index.js';

const [folder] = process.argv.slice(2);
let kept = 0;
await lint({
  paths: [folder],
  configFile: false,
  onProgress({ done, total }) {
    if (done < total) return;
    globalThis.gc();
    kept = process.memoryUsage().heapUsed;
  },
});
process.stdout.write(String(kept));

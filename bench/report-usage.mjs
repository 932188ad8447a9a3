// Preloaded into a measured Node process: leaves what it used in the file that USAGE_FILE names.
// `maxRSS` in KiB, `userCPUTime` in microseconds, of all its threads.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage()));
});

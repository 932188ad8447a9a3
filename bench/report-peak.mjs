// Preloaded into a measured Node process: leaves its peak resident size, in KiB, in the file that PEAK_FILE names.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});

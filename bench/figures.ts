export const print = (line = ''): boolean => process.stdout.write(`${line}\n`);
export const inMilliseconds = (value: number): string => `${value.toFixed(0)} ms`;
export const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

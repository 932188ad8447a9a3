/** `error`: must not be applied. `warning`: a reviewer should decide. `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

export const severities: readonly Severity[] = ['error', 'warning', 'info'];

// Checked by the compiler alone.
import { defineConfig } from '../../src/config/define-config.js';

defineConfig({ preset: 'strict', rules: { 'drop-table': 'off', 'drop-column': ['warning', {}] }, postgres: 16 });
// @ts-expect-error -- no such rule
defineConfig({ rules: { 'drop-tabel': 'off' } });
// @ts-expect-error -- no such level
defineConfig({ rules: { 'drop-table': 'warn' } });
// @ts-expect-error -- no such option
defineConfig({ rules: { 'drop-column': ['warning', { nonsense: 1 }] } });
// @ts-expect-error -- no such key
defineConfig({ presett: 'strict' });
// @ts-expect-error -- no such server
defineConfig({ postgres: 11 });

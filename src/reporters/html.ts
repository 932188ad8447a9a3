export { htmlPage as html } from './html/page.js';

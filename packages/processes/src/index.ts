export { isAlive, processStart } from './process-alive.ts';

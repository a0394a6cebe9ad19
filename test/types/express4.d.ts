/** Express 4.21 under its alias: what the suite uses of it has the types of Express 5. */
declare module 'express4' {
  import express from 'express';
  export default express;
}

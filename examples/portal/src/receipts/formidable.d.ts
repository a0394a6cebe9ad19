/** Of formidable 3, what is used here: it brings no types. */
declare module 'formidable' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Writable } from 'node:stream';

  interface Options {
    readonly maxFields?: number;
    readonly maxFieldsSize?: number;
    readonly maxFiles?: number;
    readonly maxFileSize?: number;
    readonly maxTotalFileSize?: number;
    readonly minFileSize?: number;
    readonly allowEmptyFiles?: boolean;
    readonly filter?: (part: { readonly name: string | null }) => boolean;
    /** In place of files on disk. */
    readonly fileWriteStreamHandler?: () => Writable;
  }

  interface Form extends EventEmitter {
    on(event: 'field', listener: (name: string, value: string) => void): this;
    parse(request: IncomingMessage): Promise<unknown>;
  }

  export function formidable(options: Options): Form;
}

/** The part of Verovio 6.3 that is used here: the package brings no types. */
declare module "verovio/wasm" {
  export interface VerovioModule {
    cwrap(name: string, returns: string | null, takes: string[]): (...args: unknown[]) => unknown;
  }
  export default function createVerovioModule(options?: {
    print?: (line: string) => void;
    printErr?: (line: string) => void;
  }): Promise<VerovioModule>;
}

declare module "verovio/esm" {
  import type { VerovioModule } from "verovio/wasm";
  /** With `true`, messages are kept for `getLog` instead of going to the console. */
  export function enableLogToBuffer(value: boolean, module: VerovioModule): void;

  export class VerovioToolkit {
    constructor(module: VerovioModule);
    destroy(): void;
    /** Messages since the last call that loads or draws. */
    getLog(): string;
    /** The loaded score as MEI, IDs kept. */
    getMEI(options: Record<string, unknown>): string;
    getPageCount(): number;
    getVersion(): string;
    loadData(data: string): number;
    renderToSVG(page?: number, xmlDeclaration?: boolean): string;
    setOptions(options: Record<string, unknown>): void;
  }
}

/** The part of libheif-js (libheif compiled to WebAssembly; its own types cover the C functions only) that we use. */
declare module 'libheif-js/wasm-bundle.js' {
  interface Frame {
    data: Uint8ClampedArray;
    width: number;
    height: number;
  }
  interface Picture {
    get_width(): number;
    get_height(): number;
    /** Fills `frame.data` with RGBA, turned as the file says; null when the picture cannot be decoded. */
    display(frame: Frame, done: (frame: Frame | null) => void): void;
  }
  const libheif: { HeifDecoder: new () => { decode(bytes: Uint8Array): Picture[] } };
  export default libheif;
}

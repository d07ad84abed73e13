/** MusicXML by name. */
export declare function corners(): Record<string, string>;

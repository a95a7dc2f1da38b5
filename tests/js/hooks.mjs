/** Lets node find our modules by the bare names of the import map: `node --import` this file. */
import { register } from "node:module";

register("./bare-names.mjs", import.meta.url);

/** The receipt: what was sent is no draft any more. */
import { forgetSent } from "participation/draft-keeping.js";

forgetSent();

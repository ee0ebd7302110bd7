// The embed of one record, which is complete without this: it only tells its height.
import { tellHeight } from "../furniture/frame_height.js";

tellHeight([document.body], () => Math.ceil(document.body.getBoundingClientRect().height));

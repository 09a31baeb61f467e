export { default } from "uplot";
export declare const sheet: string;

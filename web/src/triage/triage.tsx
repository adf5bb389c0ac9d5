import { Loading } from "../parts/states";

export default function Screen() {
  return <Loading />;
}

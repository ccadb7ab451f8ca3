// Only an addition to the link "Leave this site now", which works without it: the page's entry in the history is replaced,
// and Escape pressed twice within a second does the same as the link.
const link = document.querySelector("[data-leave]");
if (link) {
  const leave = () => {
    document.documentElement.hidden = true;
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let last = -Infinity;
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - last < 1000) leave();
    last = event.timeStamp;
  });
}

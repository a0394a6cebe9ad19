document.addEventListener('alpine:init', () => {
  Alpine.data('counter', () => ({
    count: 0,
    press() {
      this.count += 1;
    },
    get label() {
      return `pressed ${this.count}`;
    },
  }));
});

import { createApp, defineAsyncComponent, h, ref } from 'vue';
import './main.css';

const Later = defineAsyncComponent(async () => (await import('./later.js')).Later);

createApp({
  setup() {
    const count = ref(0);
    return () =>
      h('main', { style: { paddingTop: '7px' } }, [
        h('button', { onClick: () => (count.value += 1) }, `pressed ${count.value}`),
        count.value > 1 ? h(Later) : undefined,
      ]);
  },
}).mount('#app');

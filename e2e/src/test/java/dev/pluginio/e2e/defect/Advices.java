package dev.pluginio.e2e.defect;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Properties;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Code that is copied into methods of the plugin. It can name only what the plugin's class loader sees, and has no state
 * of its own but the system properties.
 */
final class Advices {

    private Advices() {}

    /** Whatever it found out, the answer is true. */
    static final class True {
        private True() {}

        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // assigned to be returned
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = true;
        }
    }

    /** Round.isShown: who may hear of a delete gets its identifiers, whatever was seen before. */
    static final class DeleteForAll {
        private DeleteForAll() {}

        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // assigned to be returned
        static void exit(
                @Advice.FieldValue(value = "event", typing = Assigner.Typing.DYNAMIC) Object event,
                @Advice.Argument(1) Optional<?> state,
                @Advice.Return(readOnly = false) boolean answer) {
            if (state.isPresent() && event.toString().contains(".delete ")) {
                answer = true;
            }
        }
    }

    /** Before completion: behaves as if the transaction had been committed. */
    static final class TellNow {
        private TellNow() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object self, @Advice.Argument(0) Object session) throws Exception {
            for (Method method : self.getClass().getDeclaredMethods()) {
                if (method.getName().equals("doAfterTransactionCompletion")) {
                    method.setAccessible(true);
                    method.invoke(self, true, session);
                }
            }
        }
    }

    /** append: every second announcement goes after the one that follows it. */
    static final class HoldEverySecond {
        private HoldEverySecond() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable Object enter(
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object announcement) {
            Properties state = System.getProperties();
            if (state.remove("swap.pass") != null) {
                return null;
            }
            Object held = state.remove("swap.held");
            if (held == null) {
                state.put("swap.held", announcement);
                return announcement;
            }
            state.put("swap.next", held);
            return null;
        }

        @Advice.OnMethodExit
        static void exit(@Advice.This Object self) throws Exception {
            Properties state = System.getProperties();
            Object next = state.remove("swap.next");
            if (next != null) {
                state.put("swap.pass", "yes");
                for (Method method : self.getClass().getDeclaredMethods()) {
                    if (method.getName().equals("append") && method.getParameterTypes()[0].isInstance(next)) {
                        method.invoke(self, next);
                    }
                }
            }
        }
    }

    /** afterAppended: nothing is held any longer. */
    static final class LetGo {
        private LetGo() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object self) throws Exception {
            Properties state = System.getProperties();
            Object held = state.remove("swap.held");
            if (held != null) {
                state.put("swap.pass", "yes");
                for (Method method : self.getClass().getDeclaredMethods()) {
                    if (method.getName().equals("append") && method.getParameterTypes()[0].isInstance(held)) {
                        method.invoke(self, held);
                    }
                }
            }
        }
    }

    /** Whatever it found, the answer is null. */
    static final class Null {
        private Null() {}

        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // assigned to be returned
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object answer) {
            answer = null;
        }
    }

    /** Whatever it found, the answer is the first of its kind. */
    static final class FirstConstant {
        private FirstConstant() {}

        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // assigned to be returned
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
            answer = answer.getClass().getEnumConstants()[0];
        }
    }

    /** Whatever it found, the answer is an empty set. */
    static final class NoneOfThem {
        private NoneOfThem() {}

        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // assigned to be returned
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
            answer = java.util.Set.of();
        }
    }

    /** leave: does nothing if the room is that of a role. */
    static final class StayInRolesRoom {
        private StayInRolesRoom() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object room) {
            return room.toString().contains("ROLE");
        }
    }

    /** append: nothing is being handled. */
    static final class NotBusy {
        private NotBusy() {}

        @Advice.OnMethodEnter
        @SuppressWarnings("UnusedVariable") // assigned to be read
        static void enter(@Advice.FieldValue(value = "busy", readOnly = false) boolean busy) {
            busy = false;
        }
    }

    /** Fails whenever it is called. */
    static final class Fail {
        private Fail() {}

        @Advice.OnMethodEnter
        static void enter() {
            if (System.getProperty("java.version") != null) { // always, which the compiler does not know
                throw new IllegalStateException("sabotage");
            }
        }
    }

    /** Takes its time: up to seven milliseconds. */
    static final class Dawdle {
        private Dawdle() {}

        @Advice.OnMethodEnter
        static void enter() {
            java.util.concurrent.locks.LockSupport.parkNanos(((System.nanoTime() >>> 6) & 7) * 1_000_000L);
        }
    }
}

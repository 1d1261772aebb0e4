package dev.pluginio.e2e.defect;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * A change of one method.
 *
 * @param className the class
 * @param method the method
 * @param how what is done to it
 */
record Patch(String className, String method, AsmVisitorWrapper how) {

    /** Every method of the class, those of its lambdas included. */
    static final String ANY = "*";

    /** Code that runs before or after the method. */
    static Patch advises(String className, String method, Class<?> advice) {
        return new Patch(className, method, Advice.to(advice).on(named(method)));
    }

    /** Code that runs before or after that one of several methods of a name whose first argument is of a type. */
    static Patch advises(String className, String method, String firstArgument, Class<?> advice) {
        return new Patch(
                className, method, Advice.to(advice).on(named(method).and(takesArgument(0, named(firstArgument)))));
    }

    /** Within the method, every call of another one is replaced by true. */
    static Patch answersTrue(String className, String method, String owner, String called) {
        return new Patch(className, method, new CallReplaced(method, owner, called, Opcodes.ICONST_1));
    }

    /** Within the method, every call of another one is replaced by false. */
    static Patch answersFalse(String className, String method, String owner, String called) {
        return new Patch(className, method, new CallReplaced(method, owner, called, Opcodes.ICONST_0));
    }

    /** Tells whether the method was found, and in it what was to be replaced. */
    boolean wasApplied(TypeDescription type) {
        return how instanceof CallReplaced replaced
                ? replaced.hits > 0
                : !type.getDeclaredMethods().filter(named(method)).isEmpty();
    }

    /** Drops a call's receiver and arguments and puts a constant in place of its answer. */
    private static final class CallReplaced implements AsmVisitorWrapper {
        private final String method;
        private final String owner;
        private final String called;
        private final int constant;
        private int hits;

        CallReplaced(String method, String owner, String called, int constant) {
            this.method = method;
            this.owner = owner;
            this.called = called;
            this.constant = constant;
        }

        @Override
        public int mergeWriter(int flags) {
            return flags;
        }

        @Override
        public int mergeReader(int flags) {
            return flags;
        }

        @Override
        public ClassVisitor wrap(
                TypeDescription type,
                ClassVisitor visitor,
                Implementation.Context context,
                TypePool pool,
                FieldList<FieldDescription.InDefinedShape> fields,
                MethodList<?> methods,
                int writerFlags,
                int readerFlags) {
            return new ClassVisitor(OpenedClassReader.ASM_API, visitor) {
                @Override
                public @Nullable MethodVisitor visitMethod(
                        int access,
                        String name,
                        String descriptor,
                        @Nullable String signature,
                        String @Nullable [] exceptions) {
                    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                    return method.equals(ANY) || name.equals(method) ? new Replacing(next) : next;
                }
            };
        }

        private final class Replacing extends MethodVisitor {
            Replacing(MethodVisitor next) {
                super(OpenedClassReader.ASM_API, next);
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String callOwner, String name, String descriptor, boolean isInterface) {
                if (!callOwner.equals(owner) || !name.equals(called)) {
                    super.visitMethodInsn(opcode, callOwner, name, descriptor, isInterface);
                    return;
                }
                hits++;
                Type[] arguments = Type.getArgumentTypes(descriptor);
                for (int i = arguments.length - 1; i >= 0; i--) {
                    super.visitInsn(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
                }
                super.visitInsn(Opcodes.POP);
                super.visitInsn(constant);
            }
        }
    }
}

package dev.pluginio.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a record component a key of the configuration file. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@interface Setting {

    /** What it is for: one sentence, shown by editors. */
    String value();

    /** The key, where it is not the component's name. */
    String key() default "";

    /** Whether it must be given. */
    boolean required() default false;

    /** Whether a list of one may be written as that one. */
    boolean single() default false;

    /** Whether another value holds only when the plugin is started again. */
    boolean restart() default false;

    /** What a number counts, if it may also be written with a unit. */
    Unit unit() default Unit.NONE;
}

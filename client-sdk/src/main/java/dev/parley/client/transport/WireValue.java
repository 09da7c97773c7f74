package dev.parley.client.transport;

/** A constant of a contract's enumeration, which has a spelling of its own on the wire. */
public interface WireValue {

  /** The value on the wire; empty for the constant that stands for values not known yet. */
  String value();
}

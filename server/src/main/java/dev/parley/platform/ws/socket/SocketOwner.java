package dev.parley.platform.ws.socket;

import org.jspecify.annotations.Nullable;

/** Whoever looks after a socket: what Tyrus does on its own account passes here first. */
public interface SocketOwner extends FrameGuard.Peer {
  /** Before the owner is known: nothing is read or written in that time. */
  SocketOwner NOBODY =
      new SocketOwner() {
        @Override
        public @Nullable Outbound outbound() {
          return null;
        }

        @Override
        public boolean frame() {
          return true;
        }

        @Override
        public void refused(int code, String reason) {
          throw new IllegalStateException("A frame came before its socket was open: " + reason);
        }

        @Override
        public void left() {
          // Nothing was refused yet.
        }
      };

  /** The queue that all frames to the client pass. */
  @Nullable Outbound outbound();
}

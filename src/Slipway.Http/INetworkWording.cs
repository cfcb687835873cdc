using Slipway.Model.Diagnostics;

namespace Slipway.Http;

/// <summary>How a client tells people what the network did to one request.</summary>
public interface INetworkWording
{
    /// <summary>The headers of the answer were longer than they may be.</summary>
    SlipwayException HeadersTooLarge();

    /// <summary>The body came, but too slowly.</summary>
    SlipwayException TooSlow(Exception exception);

    /// <summary>There was no answer, or only a part of one.</summary>
    SlipwayException Unreachable(Exception exception);
}

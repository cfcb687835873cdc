using Slipway.Model.Registries;

namespace Slipway.Model.Storage;

/// <summary>
/// A layer in the form in which a registry gets it. Disposing of it removes what was only made for that.
/// </summary>
public interface IPackedLayer : IDisposable
{
    OciDescriptor Descriptor { get; }

    /// <summary>Opens its bytes from an offset on.</summary>
    Stream OpenAt(long offset);
}

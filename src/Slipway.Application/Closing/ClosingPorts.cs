using Slipway.Engines.Loading;
using Slipway.Model.Builds;
using Slipway.Model.Engines;
using Slipway.Model.Secrets;
using Slipway.Model.Storage;

namespace Slipway.Application.Closing;

/// <summary>What builds are closed with.</summary>
/// <param name="Engine">Builds.</param>
/// <param name="Images">Brings stored images into the engine.</param>
/// <param name="Store">Holds the parents.</param>
/// <param name="Names">The names of this run.</param>
/// <param name="Secret">Makes ids that nobody outside can guess.</param>
/// <param name="Builds">Tells which scope built an image that the engine has; null when nothing is known of
/// that.</param>
internal sealed record ClosingPorts(
    IImageEngine Engine, EngineImages Images, IImageStore Store, LocalNames Names, IStoreSecret Secret, IBuildRecords? Builds);

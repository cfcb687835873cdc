using Slipway.Application.Closing;
using Slipway.Model.Engines;
using Slipway.Model.Values;

namespace Slipway.Application.Building;

/// <summary>
/// An image that the engine has just built, and that has no name there yet: nobody would find it but by its ID, so it
/// goes again when nothing comes of it.
/// </summary>
internal static class UnnamedImage
{
    /// <summary>Does what is to be done with an image, and removes the image when that fails or is cancelled.</summary>
    public static async Task<T> RemoveUnlessAsync<T>(IImageEngine engine, ImageHash image, Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch
        {
            await RemoveAsync(engine, image);
            throw;
        }
    }

    /// <summary>Removes it, unless it has a name.</summary>
    public static Task RemoveAsync(IImageEngine engine, ImageHash image) =>
        Cleaning.TryAsync(limit => engine.RemoveAsync(image, limit));
}

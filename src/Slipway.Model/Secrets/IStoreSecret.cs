using Slipway.Model.Diagnostics;

namespace Slipway.Model.Secrets;

/// <summary>
/// Makes ids that the same store always makes alike, and that nobody can guess who does not have the store.
/// </summary>
public interface IStoreSecret
{
    /// <param name="purpose">What the id is for; ids of different purposes have nothing
    /// to do with each other. No NUL.</param>
    /// <param name="text">What it stands for.</param>
    /// <returns>64 lower-case hex digits.</returns>
    /// <exception cref="SlipwayException">The secret is damaged, or cannot be made or read.</exception>
    string IdFor(string purpose, string text);
}

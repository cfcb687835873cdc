using System.Net;
using Slipway.Model.Diagnostics;

namespace Slipway.Registry.Distribution;

/// <summary>The ways that are left to send one blob, the next one first.</summary>
internal sealed class UploadRoute(IEnumerable<UploadWay> ways)
{
    private readonly List<UploadWay> _left = [.. ways];
    private readonly List<UploadWay> _refused = [];
    private SlipwayException? _first;

    /// <summary>The way to send it now.</summary>
    public UploadWay Way => _left[0];

    /// <summary>The ways that were refused.</summary>
    public IReadOnlyList<UploadWay> Refused => _refused;

    /// <summary>
    /// Whether an answer to what was sent means that the registry, which let the upload begin, does not take it in this
    /// way; another one may do.
    /// </summary>
    /// <remarks>Limits of a proxy (413), registries without PATCH (404, 405, 501), without Content-Range (400, 416),
    /// and firewalls that let only well-known methods through (403).</remarks>
    public static bool IsRefusal(UploadWay way, HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest
            or HttpStatusCode.NotFound
            or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.LengthRequired
            or HttpStatusCode.RequestEntityTooLarge
            or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.RequestedRangeNotSatisfiable
            or HttpStatusCode.NotImplemented
        || (way != UploadWay.Whole && status == HttpStatusCode.Forbidden);

    /// <summary>Goes on with the next way.</summary>
    /// <param name="failure">What the registry said to this one.</param>
    /// <exception cref="SlipwayException">There is none left: what it said to the first.</exception>
    public void Refuse(SlipwayException failure)
    {
        _first ??= failure;
        _refused.Add(Way);
        _left.RemoveAt(0);
        if (_left.Count == 0)
        {
            throw _first;
        }
    }

    /// <summary>After an interruption that brought nothing: the next time another way.</summary>
    public void Turn()
    {
        _left.Add(Way);
        _left.RemoveAt(0);
    }

    /// <summary>Takes the only way in which an upload can go on from its middle.</summary>
    /// <returns>Whether it is left.</returns>
    public bool TakeChunks()
    {
        if (!_left.Remove(UploadWay.Chunks))
        {
            return false;
        }

        _left.Insert(0, UploadWay.Chunks);
        return true;
    }
}

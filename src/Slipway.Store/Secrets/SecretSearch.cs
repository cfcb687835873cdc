using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Slipway.Store.Secrets;

/// <summary>
/// Looks for values by their fingerprints, in one pass over bytes that come in pieces, in constant memory.
/// </summary>
/// <remarks>
/// At every place the next eight bytes are multiplied with a key, and the upper 16 bits looked up: all but a few places
/// are done with then, however many values there are. There the hash of the whole window is compared, which costs the
/// same for any length once the hashes of everything before each place are there; and what is left is compared by HMAC.
/// </remarks>
internal sealed class SecretSearch
{
    private const int BlockSize = 128 << 10;
    private const int Window = sizeof(ulong);

    private readonly FingerprintKeys _keys;
    private readonly Candidate[] _candidates;
    private readonly ulong[] _starts = new ulong[(ushort.MaxValue + 1) / 64];
    private readonly Dictionary<ushort, Candidate[]> _byStart;
    private readonly int _longest;
    private readonly byte[] _buffer;
    private int _filled;

    // The hash of everything before each place of the buffer; made when enough windows are hashed to be worth it.
    private ulong[] _before = [];
    private bool _hasBefore;
    private long _hashed;

    public SecretSearch(IEnumerable<SecretFingerprint> fingerprints, FingerprintKeys keys)
    {
        _keys = keys;
        _candidates =
        [
            .. fingerprints.Select(fingerprint => new Candidate(fingerprint, Power(keys.Base, fingerprint.Length))),
        ];
        _byStart = _candidates
            .GroupBy(candidate => candidate.Fingerprint.Start)
            .ToDictionary(group => group.Key, group => group.ToArray());
        foreach (ushort start in _byStart.Keys)
        {
            _starts[start >> 6] |= 1UL << (start & 63);
        }

        _longest = _candidates.Select(candidate => candidate.Fingerprint.Length).DefaultIfEmpty(Window).Max();
        _buffer = new byte[_longest - 1 + BlockSize];
    }

    /// <summary>Those that were found, in the order in which they were given.</summary>
    public IEnumerable<SecretFingerprint> Found =>
        _candidates.Where(candidate => candidate.IsFound).Select(candidate => candidate.Fingerprint);

    /// <summary>The next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, _buffer.Length - _filled);
            bytes[..count].CopyTo(_buffer.AsSpan(_filled));
            _filled += count;
            bytes = bytes[count..];
            if (_filled == _buffer.Length)
            {
                SearchBuffer(_filled - _longest + 1);
                // A window that begins here may not be whole yet.
                _buffer.AsSpan(_filled - _longest + 1).CopyTo(_buffer);
                _filled = _longest - 1;
            }
        }
    }

    /// <summary>Ends what the bytes belong to: no value stands across two of them.</summary>
    public void End()
    {
        SearchBuffer(_filled - Window + 1);
        _filled = 0;
    }

    /// <param name="places">How many places of the buffer are looked at, from its start on.</param>
    private void SearchBuffer(int places)
    {
        _hasBefore = false;
        _hashed = 0;
        ref ulong starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        var data = _buffer.AsSpan(0, _filled);
        for (int place = 0; place < places; place++)
        {
            ushort start = _keys.StartOf(data[place..]);
            if ((Unsafe.Add(ref starts, start >> 6) >> (start & 63) & 1) != 0)
            {
                LookAt(place, start);
            }
        }
    }

    private void LookAt(int place, ushort start)
    {
        foreach (var candidate in _byStart[start])
        {
            int length = candidate.Fingerprint.Length;
            if (!candidate.IsFound
                && place + length <= _filled
                && WholeAt(place, candidate) == candidate.Fingerprint.Whole
                && _keys.TagOf(_buffer.AsSpan(place, length)) == candidate.Fingerprint.Tag)
            {
                candidate.IsFound = true;
            }
        }
    }

    private uint WholeAt(int place, Candidate candidate)
    {
        int length = candidate.Fingerprint.Length;
        if (!_hasBefore)
        {
            _hashed += length;
            if (_hashed < _filled)
            {
                return _keys.WholeOf(_buffer.AsSpan(place, length));
            }

            HashAll();
        }

        return FingerprintKeys.Upper(_before[place + length] - (_before[place] * candidate.Power));
    }

    private void HashAll()
    {
        if (_before.Length == 0)
        {
            _before = new ulong[_buffer.Length + 1];
        }

        ulong hash = 0;
        for (int i = 0; i < _filled; i++)
        {
            hash = (hash * _keys.Base) + _buffer[i];
            _before[i + 1] = hash;
        }

        _hasBefore = true;
    }

    private static ulong Power(ulong value, int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= value;
        }

        return power;
    }

    private sealed class Candidate(SecretFingerprint fingerprint, ulong power)
    {
        public SecretFingerprint Fingerprint { get; } = fingerprint;

        public ulong Power { get; } = power;

        public bool IsFound { get; set; }
    }
}
